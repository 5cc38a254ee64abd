package io.imgsrch.operators.query;

import java.util.List;

/**
 * An answer, and what it takes to find it again by brute force.
 *
 * @param vector of the example
 * @param allowed what was searched
 * @param ranking what the state said of the candidates; nothing is added to it any more
 * @param hits the page
 */
record Audited(
    SearchRequest request,
    float[] vector,
    AllowedImages allowed,
    Ranking ranking,
    List<Hit> hits) {}
