package io.imgsrch.local.cli;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.MirrorClient;
import io.imgsrch.local.rebuild.Barrier;
import io.imgsrch.local.rebuild.KafkaRecordLog;
import io.imgsrch.local.rebuild.Rebuild;
import io.imgsrch.sinks.milvus.MilvusRebuild;
import io.imgsrch.sinks.postgres.PostgresRebuild;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code imgsrch rebuild}: a store, built again from the topics. */
@Command(
    name = "rebuild",
    description = {
      "Builds a store again from the compacted topics, beside the one that serves, and switches"
          + " over. Searches and jobs go on; nothing is fetched and nothing is embedded.",
      "",
      "The new one is proven equal to the topics, row by row, before the switch and after it, and"
          + " only then the old one is dropped. Ended halfway, it leaves the platform as it was;"
          + " the next rebuild clears away what was left. It needs room for a second store.",
      "",
      "The mirror is the copy of the catalogue in the memory of each query server, which builds it"
          + " itself: --api names the servers. More in docs/rebuild.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch rebuild milvus",
      "  imgsrch rebuild mirror --api http://10.0.0.7:18080,http://10.0.0.8:18080",
      "  imgsrch rebuild postgres --keep-old",
      "  imgsrch rebuild milvus --config production.yaml"
    })
final class RebuildCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What can be built again. */
  enum Store {
    MILVUS,
    POSTGRES,
    MIRROR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Parameters(paramLabel = "STORE", description = "${COMPLETION-CANDIDATES}")
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private Store store;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings of the deployment, as in config/production.yaml; IMGSRCH_* variables count"
              + " more, and without either it is the platform of this machine.")
  private @Nullable Path config;

  @Option(names = "--keep-old", description = "Keep what served before, until the next rebuild.")
  private boolean keepOld;

  @Option(
      names = "--fewer-rows",
      description = "It is right that the new store has less than half of the rows.")
  private boolean fewerRows;

  @Option(
      names = "--api",
      paramLabel = "URL",
      split = ",",
      description = "The query servers whose mirrors to build; ${DEFAULT-VALUE} without any.",
      defaultValue = Addresses.API)
  private List<URI> servers = List.of();

  @Override
  public Integer call() throws ClientException {
    if (store == Store.MIRROR) {
      return rebuildMirrors();
    }
    var settings = Settings.load(config, System.getenv());
    try (var end = new OrderlyEnd();
        var log = KafkaRecordLog.of(settings)) {
      rebuild(settings, log);
      return ExitCode.OK;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        say("Ended: " + e.getMessage());
        return ExitCode.SOFTWARE;
      }
      throw new ClientException(String.valueOf(e.getMessage()), e);
    }
  }

  private int rebuildMirrors() throws ClientException {
    if (keepOld || fewerRows || config != null) {
      throw new ParameterException(
          spec.commandLine(), "the mirror takes --api alone: its server has the settings");
    }
    for (var server : servers) {
      say("Building the mirror of %s again, beside the one that serves".formatted(server));
      try {
        sayBuilt(new MirrorClient(server).rebuild());
      } catch (InterruptedException e) {
        say("Ended: the server goes on by itself");
        return ExitCode.SOFTWARE;
      }
    }
    return ExitCode.OK;
  }

  private void sayBuilt(MirrorClient.Mirror mirror) {
    say(
        String.format(
            Locale.ROOT,
            "%s %,d offers on sale, %,d pictures, digest %s",
            Boolean.TRUE.equals(mirror.equal())
                ? "Equal:"
                : "The one before was not equal, or changed all the time; the new one has",
            mirror.offers(),
            mirror.images(),
            mirror.digest()));
    say("Switched: searches use the new one");
  }

  private void rebuild(Settings settings, KafkaRecordLog log) throws IOException {
    var secrets = Secrets.from(System.getenv());
    var wish = new Rebuild.Wish(keepOld, fewerRows);
    switch (store) {
      case MILVUS -> {
        int dimension = settings.get(EmbedOptions.DIMENSION);
        try (var milvus = MilvusRebuild.begin(settings, secrets, dimension, this::say)) {
          Rebuild.run(milvus, log, Barrier.pause(PAUSE), wish, this::say);
        }
      }
      case POSTGRES -> {
        try (var postgres = PostgresRebuild.begin(settings, secrets, this::say)) {
          Rebuild.run(postgres, log, Barrier.pause(PAUSE), wish, this::say);
        }
      }
      case MIRROR -> throw new IllegalStateException("no store of its own");
    }
  }

  private void say(String text) {
    var out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
