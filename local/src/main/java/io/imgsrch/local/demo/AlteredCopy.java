package io.imgsrch.local.demo;

import java.nio.file.Path;

/**
 * A photo that should find a picture of the catalogue.
 *
 * @param original the picture it was made from
 * @param edit what was done, such as {@code rotate+recompress}
 * @param jpeg the copy, other bytes than the original's
 */
@SuppressWarnings("ArrayRecordComponent") // Sent as a query, never compared.
public record AlteredCopy(Path original, String edit, byte[] jpeg) {}
