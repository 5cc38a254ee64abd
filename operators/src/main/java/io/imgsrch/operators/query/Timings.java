package io.imgsrch.operators.query;

/**
 * What the stages of a search took, in milliseconds.
 *
 * @param embed from the example to its vector
 * @param vectors looking for candidates, in memory or in the vector store
 * @param filter finding the offers of the candidates' pictures
 * @param check reading the offers of the page
 * @param total all of it
 */
public record Timings(double embed, double vectors, double filter, double check, double total) {}
