package io.imgsrch.local.cli;

import io.imgsrch.config.event.Position;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code topic:partition:offset}. */
final class PositionConverter implements ITypeConverter<Position> {
  @Override
  public Position convert(String text) {
    try {
      return Position.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
