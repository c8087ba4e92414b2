// 1. Who leads what, and in which words is it said?
MATCH (a:Agency)-[r:LEADS]->(p:Program)
RETURN a.name AS agency, p.name AS program, r.support AS documents, r.quote AS quote
ORDER BY documents DESC, agency, program LIMIT 10;

// 2. Which issues do the most agencies work on?
MATCH (a:Agency)-[:ADDRESSES]->(i:Issue)
RETURN i.name AS issue, count(DISTINCT a) AS agencies
ORDER BY agencies DESC, issue LIMIT 10;

// 3. Which issues does an agency reach through the programs it leads?
MATCH (a:Agency)-[:LEADS]->(p:Program)-[:ADDRESSES]->(i:Issue)
RETURN a.name AS agency, p.name AS through, collect(DISTINCT i.name) AS issues
ORDER BY agency, through LIMIT 10;

// 4. What is said of one body, under any of its names, and by how many documents?
MATCH (n)-[r]-(m:Entity) WHERE 'PRODUCE' IN n.names
RETURN type(r) AS relation, startNode(r) = n AS outgoing, m.name AS other, r.support AS documents
ORDER BY relation, other;

// 5. What is only planned, and until when?
MATCH (a)-[r]->(b:Entity) WHERE r.status = 'planned'
RETURN a.name AS who, type(r) AS does, b.name AS what, r.until AS until
ORDER BY until, who, what LIMIT 10;

// 6. Where exactly does an edge come from? Every passage behind it.
MATCH (a:Agency)-[r:COORDINATES_WITH]->(b)
UNWIND evidence(r) AS e
RETURN a.name AS one, b.name AS other, e.document AS document, e.paragraph AS paragraph, e.quote AS quote
ORDER BY document, one, other LIMIT 5;

// 7. How do two bodies hang together?
MATCH (a {name: 'Directorate General of Captaincies and Coast Guard'}), (b {name: 'Ministry of Production'})
MATCH p = shortestPath((a)-[:LEADS|COORDINATES_WITH|ADDRESSES|SERVES|PART_OF|FUNDS|IMPLEMENTS*]-(b))
RETURN p, length(p) AS steps;

// 8. Which laws establish or amend something, and which agencies carry them out?
MATCH (l:Law)-[r:ESTABLISHES|AMENDS]->(x)
OPTIONAL MATCH (a:Agency)-[:IMPLEMENTS]->(l)
RETURN l.name AS law, type(r) AS does, x.name AS what, collect(DISTINCT a.name) AS carried_out_by
ORDER BY law, what LIMIT 10;

// 9. Which agencies are named in documents but lead, fund and implement nothing?
MATCH (a:Agency) WHERE NOT EXISTS { (a)-[:LEADS|FUNDS|IMPLEMENTS]->() }
RETURN a.name AS agency, a.mentions AS mentions, a.first AS first, a.last AS last
ORDER BY mentions DESC, agency LIMIT 10;

// 10. Who is central, and in how many documents?
CALL algo.pagerank({labels: ['Agency', 'Program', 'Law']}) YIELD node, score
MATCH (node)-[:MENTIONED_IN]->(d:Document)
RETURN node.name AS name, round(score * 1000) / 1000 AS score, count(d) AS documents
ORDER BY score DESC, name LIMIT 10;
