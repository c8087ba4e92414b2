CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
:begin
MERGE (n:Entity {id: 'agency::agency-for-rural-development'}) SET n:Agency, n += {name: 'Agency for Rural Development', aliases: ['ARD'], type: 'Agency', documents: 1, mentions: 4};
MERGE (n:Entity {id: 'agency::ministry-of-finance'}) SET n:Agency, n += {name: 'Ministry of Finance', aliases: [], type: 'Agency', documents: 2, mentions: 4};
MERGE (n:Entity {id: 'group::farmers'}) SET n:Group, n += {name: 'farmers', aliases: [], type: 'Group', documents: 2, mentions: 3};
MERGE (n:Entity {id: 'program::dike-renewal-project'}) SET n:Program, n += {name: 'Dike Renewal Project', aliases: [], type: 'Program', documents: 2, mentions: 5};
MERGE (n:Entity {id: 'program::national-flood-plan-2030'}) SET n:Program, n += {name: 'National Flood Plan 2030', aliases: ['flood plan', 'the Plan'], type: 'Program', documents: 3, mentions: 14};
MERGE (n:Entity {id: 'program::safe-wells-fund'}) SET n:Program, n += {name: 'Safe Wells Fund', aliases: [], type: 'Program', documents: 1, mentions: 5};
MERGE (n:Entity {id: 'program::wetland-restoration-initiative'}) SET n:Program, n += {name: 'Wetland Restoration Initiative', aliases: [], type: 'Program', documents: 1, mentions: 4};
MERGE (n:Entity {id: 'region::ostmark'}) SET n:Region, n += {name: 'Ostmark', aliases: [], type: 'Region', documents: 1, mentions: 4};
:commit
:begin
MATCH (a:Entity {id: 'agency::agency-for-rural-development'}), (b:Entity {id: 'group::farmers'}) MERGE (a)-[r:FUNDS {id: 'rb6b6d6f9c5669c3f'}]->(b) SET r += {quotes: ['With a grant of forty million, Agency for Rural Development pays for farmers.'], places: ['reports/health-and-water.html, paragraph 17'], weight: 1.0, symmetric: false, status: 'asserted', support: 1, independent: 1, statements: 1, confidence: 0.85};
MATCH (a:Entity {id: 'agency::ministry-of-finance'}), (b:Entity {id: 'program::dike-renewal-project'}) MERGE (a)-[r:FUNDS {id: 'r880b060c851f8257'}]->(b) SET r += {quotes: ['Ministry of Finance has promised to pay for Dike Renewal Project.'], places: ['briefings/2031-02-water-briefing.txt, paragraph 27'], weight: 1.0, symmetric: false, status: 'planned', support: 1, independent: 1, statements: 1, confidence: 0.85};
MATCH (a:Entity {id: 'agency::ministry-of-finance'}), (b:Entity {id: 'program::national-flood-plan-2030'}) MERGE (a)-[r:FUNDS {id: 'r2076ec9e8e008028'}]->(b) SET r += {quotes: ['With a grant of forty million, Ministry of Finance pays for National Flood Plan 2030.'], places: ['briefings/2031-02-water-briefing.txt, paragraph 26'], weight: 1.0, symmetric: false, status: 'asserted', support: 1, independent: 1, statements: 1, confidence: 0.9};
MATCH (a:Entity {id: 'agency::ministry-of-finance'}), (b:Entity {id: 'program::safe-wells-fund'}) MERGE (a)-[r:FUNDS {id: 'r5660f61718dbc3a9'}]->(b) SET r += {quotes: ['With a grant of forty million, Ministry of Finance pays for Safe Wells Fund.'], places: ['reports/health-and-water.html, paragraph 16'], weight: 1.0, symmetric: false, status: 'asserted', support: 1, independent: 1, statements: 1, confidence: 0.9};
MATCH (a:Entity {id: 'region::ostmark'}), (b:Entity {id: 'program::wetland-restoration-initiative'}) MERGE (a)-[r:FUNDS {id: 'r0e27495c31f0a127'}]->(b) SET r += {quotes: ['Ostmark has promised to pay for […] Wetland Restoration Initiative.'], places: ['cables/selmouth-0042.txt, paragraph 32'], weight: 1.0, symmetric: false, status: 'planned', support: 1, independent: 1, statements: 1, confidence: 0.85};
:commit
