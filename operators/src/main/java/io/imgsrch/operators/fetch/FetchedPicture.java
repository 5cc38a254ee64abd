package io.imgsrch.operators.fetch;

/**
 * A picture that was had.
 *
 * @param index position in the event's {@code images}, from 0
 * @param imagePk lowercase hex SHA-256 of {@code bytes}
 */
public record FetchedPicture(int index, String imagePk, byte[] bytes) {}
