package io.imgsrch.sinks.milvus;

/**
 * A picture that a search found.
 *
 * @param score inner product: for normalised vectors, cosine similarity
 */
public record FoundImage(String imagePk, float score) {}
