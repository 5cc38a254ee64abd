package io.imgsrch.bench.search.peer;

/**
 * What a search found.
 *
 * @param items their numbers, the best first
 * @param whole whether the peer says that nothing is missing or unchecked
 */
public record Answer(int[] items, boolean whole) {}
