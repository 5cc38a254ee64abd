package io.imgsrch.local.cli;

import io.imgsrch.config.Settings;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.letters.LetterBox;
import io.imgsrch.local.letters.Replay;
import picocli.CommandLine.Option;

/** Where the dead letters are; how Kafka is reached otherwise, {@code IMGSRCH_KAFKA_*} says. */
final class KafkaOption {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      defaultValue = Addresses.KAFKA,
      description = "Kafka (default: ${DEFAULT-VALUE}).")
  private String kafka = Addresses.KAFKA;

  LetterBox letters() throws ClientException {
    return LetterBox.at(kafka, settings());
  }

  Replay replay() throws ClientException {
    return Replay.at(kafka, settings());
  }

  private static Settings settings() {
    return Settings.load(null, System.getenv());
  }
}
