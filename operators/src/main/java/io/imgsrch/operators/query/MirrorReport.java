package io.imgsrch.operators.query;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a catalogue in memory.
 *
 * @param builds how often it was read from the topics since the server began, 0 before the first
 * @param building whether it is being read just now: for the first time, or again beside the one
 *     that serves
 * @param offers on sale, when it was built again last; null before that, as the next three
 * @param images with a vector
 * @param digest of both, in hexadecimal
 * @param equal whether the one before held the same
 * @param problem why there is none, or why the last try to build it again came to nothing; else
 *     null
 */
public record MirrorReport(
    int builds,
    boolean building,
    @Nullable Integer offers,
    @Nullable Integer images,
    @Nullable String digest,
    @Nullable Boolean equal,
    @Nullable String problem) {}
