package io.imgsrch.operators.dedup;

/** A picture that nobody asked for before. */
public record EmbedRequest(String imagePk, byte[] bytes, String traceparent) {}
