package io.imgsrch.config.event;

import org.jspecify.annotations.Nullable;

/**
 * One picture of a product event.
 *
 * @param index position in the event's {@code images}, from 0
 * @param url its address; null where the picture is inline, as base64 in the event's bytes
 */
public record PictureRef(int index, @Nullable String url) {}
