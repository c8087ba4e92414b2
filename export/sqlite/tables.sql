CREATE TABLE documents (id TEXT PRIMARY KEY, title TEXT, date TEXT, country TEXT, marking TEXT, format TEXT, words INTEGER, passages INTEGER, sha256 TEXT);
CREATE TABLE nodes (id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, country TEXT, documents INTEGER, mentions INTEGER);
CREATE TABLE aliases (node TEXT NOT NULL REFERENCES nodes, alias TEXT);
CREATE TABLE edges (id TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES nodes, type TEXT NOT NULL, target TEXT NOT NULL REFERENCES nodes,
  status TEXT NOT NULL, support INTEGER, independent INTEGER, statements INTEGER, confidence REAL, since TEXT, until TEXT);
-- Offsets are in bytes of the document's text, the end not included.
CREATE TABLE evidence (id TEXT PRIMARY KEY, edge TEXT NOT NULL REFERENCES edges, document TEXT NOT NULL, paragraph TEXT, passage INTEGER,
  start INTEGER, "end" INTEGER, marking TEXT, quote TEXT, status TEXT NOT NULL, since TEXT, until TEXT,
  obligation TEXT, amount REAL, unit TEXT, rule TEXT, confidence REAL);
CREATE INDEX nodes_by_type ON nodes (type, name);
CREATE INDEX aliases_by_node ON aliases (node);
CREATE INDEX edges_by_source ON edges (source, type);
CREATE INDEX edges_by_target ON edges (target, type);
CREATE INDEX evidence_by_edge ON evidence (edge);
CREATE INDEX evidence_by_document ON evidence (document);
-- Edges by the names of their ends.
CREATE VIEW relations AS
  SELECT e.id, s.name AS source, s.type AS source_type, e.type AS relation, t.name AS target, t.type AS target_type,
    e.status, e.support, e.independent, e.confidence, e.since, e.until
  FROM edges e JOIN nodes s ON s.id = e.source JOIN nodes t ON t.id = e.target;
-- Every quote with what it says, and the document it stands in.
CREATE VIEW quotes AS
  SELECT s.name AS source, e.type AS relation, t.name AS target, v.status, v.quote, v.document, v.paragraph, d.title, d.date, v.confidence
  FROM evidence v JOIN edges e ON e.id = v.edge JOIN nodes s ON s.id = e.source JOIN nodes t ON t.id = e.target
    LEFT JOIN documents d ON d.id = v.document;
-- How many edges each node has, by type and direction.
CREATE VIEW degrees AS
  SELECT n.id, n.name, n.type, (SELECT count(*) FROM edges WHERE source = n.id) AS outgoing, (SELECT count(*) FROM edges WHERE target = n.id) AS incoming
  FROM nodes n;
