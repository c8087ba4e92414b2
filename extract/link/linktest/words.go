package linktest

import "strings"

// What names are made of. The words are common ones of government texts; which of them a state has is drawn.
var (
	portfolios = split(`Justice|Health|Education|Finance|Defense|Interior|Foreign Affairs|Labor|Labor and Social Security|Agriculture|
Agriculture and Livestock|Transport|Transport and Communications|Energy|Energy and Mines|Environment|Production|Trade|Trade and Industry|
Tourism|Culture|Culture and Sports|Women and Social Development|Youth and Sports|Housing|Science and Technology|Public Works|Fisheries|
Planning|Planning and Development|Migration|Public Security|Local Government|Water Resources|Social Welfare|Economy|Information|Mines|
Natural Resources|Industry|Rural Development|Family Affairs|Indigenous Affairs|Veterans Affairs|Infrastructure|Digital Affairs`)
	ordinals = [][2]string{{"First", "1st"}, {"Second", "2nd"}, {"Third", "3rd"}, {"Fourth", "4th"}, {"Fifth", "5th"}, {"Sixth", "6th"}, {"Seventh", "7th"}}
	units    = split("Criminal Court|Civil Court|Infantry Brigade|Police District|Customs Directorate|Naval Zone|Labor Court")
	acts     = split(`Ports|Fisheries|Anti-Corruption|Immigration|Mining|Forestry|Public Health|Juvenile Justice|Labor Relations|Water|Telecommunications|
Civil Aviation|Customs|Income Tax|Electricity|Food Safety|Land Registration|Money Laundering|Refugees|Penal Procedure|Elections|Banking`)
	aims = split(`Illegal Fishing|Human Trafficking|Child Labor|Malaria|Tuberculosis|Deforestation|Road Deaths|Forced Labor|Illiteracy|Drug Abuse|
Corruption|Domestic Violence|Soil Erosion|Youth Unemployment|Organized Crime|Water Pollution|Illegal Logging|Wildlife Poaching|Malnutrition`)
	planHeads = [][2]string{{"National Plan Against", "NPA"}, {"National Program to Combat", "NPC"}, {"Strategy Against", "SA"}, {"National Campaign Against", "NCA"}, {"Action Plan on", "AP"}}
	lasts     = split(`Al|Bar|Bel|Ber|Bon|Car|Cas|Cor|Dal|Dem|Des|Dor|Dur|Far|Fer|Gal|Gar|Gom|Had|Hal|Har|Hol|Ib|Jan|Kal|Kam|Kar|Kov|Lam|Lind|Lor|Mac|Mal|Man|Mar|Mon|
Mor|Nak|Nov|Ok|Or|Par|Pet|Pol|Ram|Rod|Ros|Sal|San|Sch|Sok|Sul|Tan|Tor|Val|Var|Ver|Vil|Wal|Yam|Zam`)
	middles = split(`a|e|i|o|u|an|en|er|im|ol|ar|ou|adi|eno|iko|ov|ano|eri`)
	ends    = split(`so|rez|lez|ton|man|ski|sen|berg|do|ra|na|va|li|ni|ta|da|res|vic|dze|kov|mba|ko|yan|oğlu|ström|ñez|field|well|shi|moto|wa|tti|eau|ard`)
	honours = split("Minister|Mr.|Ms.|Dr.|Ambassador|President|Director|Senator|Judge|General")

	// walks are the posts of people, by walks of life, the frequent ones first.
	walks = [][]string{split("Minister|Minister|Deputy Minister|Senator|Ambassador|President|Attorney General|Director General"),
		split("Judge|Chief Justice|Magistrate"), split("Sergeant|Detective|Corporal"), split("Bishop|Archbishop|Cardinal")}

	// fillers stand between the sentences that say something about two things.
	fillers = split(`Poloffs will continue to follow the matter closely.|Officials declined to give figures for the current year.|Implementation has been uneven across the provinces.|
The press has reported widely on the case.|Observers call the step long overdue.|No date has been set for the next meeting.|Resources remain the main constraint, as contacts freely admit.|
A draft is expected before the end of the session.|Embassy will report further developments by separate message.|Several donors have shown interest in the matter.|
Civil society was consulted, though late.|The budget for the coming year foresees a modest increase.|Contacts describe morale in the field offices as low.|The measure passed after a debate of two days.`)
)

func split(s string) []string { return strings.Split(strings.ReplaceAll(s, "\n", ""), "|") }

// says are the sentences about two things: who may be subject and object, and the words that say it.
var says = []struct {
	from, typ, to string
	texts         []string
}{
	{"Agency", "LEADS", "Program", split("%s leads %s.|%s has been put in charge of %s, contacts say.|In 2008 %s took over the leadership of %s from a task force.")},
	{"Program", "ADDRESSES", "Issue", split("%s addresses %s.|%s was designed to reduce %s within five years.|At the core of %s stands the fight against %s.")},
	{"Agency", "COORDINATES_WITH", "Agency", split("%s coordinates with %s.|%s meets every month with %s to exchange information and plan operations.|%s works hand in hand with %s, though rivalry persists.")},
	{"Agency", "IMPLEMENTS", "Law", split("%s implements %s.|%s is responsible for enforcing %s, for which it has few inspectors.")},
	{"Agency", "FUNDS", "Program", split("%s funds %s.|%s has set aside three million dollars for %s.|%s will finance the second stage of %s, pending approval of the budget.")},
	{"Agency", "PART_OF", "Agency", split("%s is part of %s.|%s was moved into %s in the course of the reform.")},
	{"Law", "ESTABLISHES", "Program", split("%s establishes %s.|%s created %s and gave it a budget of its own.")},
	{"Program", "OPERATES_IN", "Region", split("%s operates in %s.|%s has reached most districts of %s by now.")},
	{"Agency", "OPERATES_IN", "Region", split("%s maintains offices in %s.|%s has been active in %s since the spring of 2007.")},
	{"Agency", "ADDRESSES", "Issue", split("%s addresses %s.|%s has made %s a priority for the coming year.")},
	{"Person", "LEADS", "Agency", split("%s heads %s.|%s was appointed to lead %s in July 2009 after a long vacancy.")},
	{"Law", "ADDRESSES", "Issue", split("%s deals with %s.|%s punishes %s with up to ten years in prison.")},
}
