package io.imgsrch.operators.assemble;

/**
 * What is remembered of a product with failed pictures.
 *
 * @param retries done so far
 * @param attempts at the pictures so far, those before the first retry included
 * @param due the timer that counts, milliseconds since the epoch; any other is stale
 */
public record PictureRetry(int retries, int attempts, long due) {}
