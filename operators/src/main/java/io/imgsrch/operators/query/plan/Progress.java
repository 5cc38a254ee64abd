package io.imgsrch.operators.query.plan;

/**
 * How far a search has come that did not fill its page.
 *
 * @param last what it did last
 * @param exhausted whether that gave less than was wanted of it
 * @param hits on the page
 * @param indexMillis what the vector store took so far
 */
public record Progress(Plan last, boolean exhausted, int hits, double indexMillis) {}
