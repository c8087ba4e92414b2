"""Writes golden.json: figures of networkx and igraph for TestGolden, on the graph in it. Run: python3 golden.py > golden.json"""
import json, random
import igraph, networkx as nx

random.seed(7)
n = 40
arcs = sorted({(random.randrange(n), random.randrange(n)) for _ in range(110)} - {(i, i) for i in range(n)})
g = nx.DiGraph()
g.add_nodes_from(range(n))
g.add_edges_from(arcs)
u = nx.Graph(g)
big = max(nx.connected_components(u), key=len)
ig = igraph.Graph(n=n, edges=list(u.edges()))
values = lambda d: [d[i] for i in range(n)]
hubs, authorities = nx.hits(g, max_iter=100000, tol=1e-14)
e = ig.eigenvector_centrality(scale=False, weights=[g.has_edge(a, b) + g.has_edge(b, a) for a, b in u.edges()])  # as Both weighs
norm = sum(x * x for x in e) ** 0.5
print(json.dumps({
    "versions": {"networkx": nx.__version__, "igraph": igraph.__version__},
    "nodes": n, "arcs": arcs,
    "pagerank": values(nx.pagerank(g, alpha=0.85, tol=1e-14, max_iter=10000)),
    "personal": values(nx.pagerank(g, alpha=0.85, tol=1e-14, max_iter=10000, personalization={3: 1, 4: 1})),
    "betweenness": ig.betweenness(),
    "betweenness_directed": values(nx.betweenness_centrality(g, normalized=False)),
    "closeness": values(nx.closeness_centrality(u)),
    "harmonic": values(nx.harmonic_centrality(u)),
    "eigenvector": [x / norm for x in e],
    "hubs": values(hubs), "authorities": values(authorities),
    "cores": ig.coreness(),
    "triangles": values(nx.triangles(u)),
    "assortativity": ig.assortativity_degree(),
    "articulation": sorted(nx.articulation_points(u)),
    "bridges": sorted(sorted(b) for b in nx.bridges(u)),
    "weak": len(ig.connected_components()),
    "strong": nx.number_strongly_connected_components(g),
    "paths": [p for p in nx.all_simple_paths(u, 0, 5, cutoff=4)],
    "shortest": [len(p) - 1 for p, _ in zip(nx.shortest_simple_paths(u, 0, 5), range(8))],
    "karate_leiden": max(igraph.Graph.Famous("Zachary").community_leiden("modularity", n_iterations=-1).modularity for _ in range(20)),
    "karate": igraph.Graph.Famous("Zachary").get_edgelist(),
}))
