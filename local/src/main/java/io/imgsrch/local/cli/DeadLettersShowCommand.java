package io.imgsrch.local.cli;

import io.imgsrch.local.letters.Place;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code imgsrch dead-letters show}. */
@Command(
    name = "show",
    description = "Shows a dead letter with its headers and the event's original bytes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch dead-letters show 2@17",
      "  imgsrch dead-letters show catalog.products/2@1041"
    })
final class DeadLettersShowCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final KafkaOption kafka = new KafkaOption();

  @Parameters(
      paramLabel = "PLACE",
      converter = PlaceConverter.class,
      description =
          "The letter's own partition@offset, or topic/partition@offset of its event, which may"
              + " have several.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private Place place;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var letters = kafka.letters()) {
      for (var opened : letters.open(place)) {
        LetterTable.print(opened, out);
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  /** {@code [topic/]partition@offset}. */
  static final class PlaceConverter implements ITypeConverter<Place> {
    @Override
    public Place convert(String text) {
      try {
        return Place.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
