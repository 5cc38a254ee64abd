package io.imgsrch.operators.query;

/**
 * A picture that a vector search found.
 *
 * @param score cosine similarity, −1 to 1
 */
public record ScoredImage(String imagePk, float score) {}
