package io.imgsrch.local.letters;

import java.util.SortedMap;

/**
 * What a replay did.
 *
 * @param letters that matched and were meant
 * @param events of these letters: one whose two pictures failed has two
 * @param replayed events that Kafka acknowledged once more
 * @param before events that were replayed before, and left alone
 * @param gone events whose letter or source their retention has taken away
 * @param permanent letters that would fail again and were left alone, by reason
 * @param foreign records that are no dead letters of the input topics
 */
public record ReplayReport(
    long letters,
    long events,
    long replayed,
    long before,
    long gone,
    SortedMap<String, Long> permanent,
    long foreign) {}
