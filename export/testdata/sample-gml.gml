graph [
  directed 1
  multigraph 1
  node [
    id 0
    label "agency::agency-for-rural-development"
    name "Agency for Rural Development"
    type "Agency"
    aliases "ARD"
    documents 1
    mentions 4
  ]
  node [
    id 1
    label "agency::ministry-of-finance"
    name "Ministry of Finance"
    type "Agency"
    documents 2
    mentions 4
  ]
  node [
    id 2
    label "group::farmers"
    name "farmers"
    type "Group"
    documents 2
    mentions 3
  ]
  node [
    id 3
    label "program::dike-renewal-project"
    name "Dike Renewal Project"
    type "Program"
    documents 2
    mentions 5
  ]
  node [
    id 4
    label "program::national-flood-plan-2030"
    name "National Flood Plan 2030"
    type "Program"
    aliases "flood plan | the Plan"
    documents 3
    mentions 14
  ]
  node [
    id 5
    label "program::safe-wells-fund"
    name "Safe Wells Fund"
    type "Program"
    documents 1
    mentions 5
  ]
  node [
    id 6
    label "program::wetland-restoration-initiative"
    name "Wetland Restoration Initiative"
    type "Program"
    documents 1
    mentions 4
  ]
  node [
    id 7
    label "region::ostmark"
    name "Ostmark"
    type "Region"
    documents 1
    mentions 4
  ]
  edge [
    source 0
    target 2
    key "rb6b6d6f9c5669c3f"
    label "funds"
    type "FUNDS"
    weight 1.0E+00
    symmetric 0
    status "asserted"
    support 1
    independent 1
    statements 1
    confidence 8.5E-01
    evidence "reports/health-and-water.html, paragraph 17: With a grant of forty million, Agency for Rural Development pays for farmers."
  ]
  edge [
    source 1
    target 3
    key "r880b060c851f8257"
    label "funds"
    type "FUNDS"
    weight 1.0E+00
    symmetric 0
    status "planned"
    support 1
    independent 1
    statements 1
    confidence 8.5E-01
    evidence "briefings/2031-02-water-briefing.txt, paragraph 27: Ministry of Finance has promised to pay for Dike Renewal Project."
  ]
  edge [
    source 1
    target 4
    key "r2076ec9e8e008028"
    label "funds"
    type "FUNDS"
    weight 1.0E+00
    symmetric 0
    status "asserted"
    support 1
    independent 1
    statements 1
    confidence 9.0E-01
    evidence "briefings/2031-02-water-briefing.txt, paragraph 26: With a grant of forty million, Ministry of Finance pays for National Flood Plan 2030."
  ]
  edge [
    source 1
    target 5
    key "r5660f61718dbc3a9"
    label "funds"
    type "FUNDS"
    weight 1.0E+00
    symmetric 0
    status "asserted"
    support 1
    independent 1
    statements 1
    confidence 9.0E-01
    evidence "reports/health-and-water.html, paragraph 16: With a grant of forty million, Ministry of Finance pays for Safe Wells Fund."
  ]
  edge [
    source 7
    target 6
    key "r0e27495c31f0a127"
    label "funds"
    type "FUNDS"
    weight 1.0E+00
    symmetric 0
    status "planned"
    support 1
    independent 1
    statements 1
    confidence 8.5E-01
    evidence "cables/selmouth-0042.txt, paragraph 32: Ostmark has promised to pay for [&#8230;] Wetland Restoration Initiative."
  ]
]
