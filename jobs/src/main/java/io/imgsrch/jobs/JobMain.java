package io.imgsrch.jobs;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.Settings;
import io.imgsrch.sinks.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Entry point of the job jar: {@code flink run -d imgsrch-jobs.jar --config FILE run index}. */
@Command(
    name = "imgsrch-jobs",
    mixinStandardHelpOptions = true,
    description = "Submits imgsrch's jobs to a Flink cluster and prepares their topics.",
    subcommands = {JobMain.Run.class, JobMain.CreateTopics.class})
public final class JobMain {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings; IMGSRCH_* variables count more, defaults count less.")
  private @Nullable Path config;

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Submits one job: ${COMPLETION-CANDIDATES}.",
      footer = {
        "",
        "Example:",
        "  flink run -d imgsrch-jobs.jar --config production.yaml run index"
      })
  static final class Run implements Callable<Integer> {
    @ParentCommand private @Nullable JobMain parent;

    @Parameters(paramLabel = "JOB", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Job job;

    @Override
    public Integer call() throws Exception {
      if (parent == null || job == null) {
        throw new IllegalStateException("picocli sets both before it calls");
      }
      var env = StreamExecutionEnvironment.getExecutionEnvironment();
      job.define(env, parent.settings());
      env.execute(job.jobName());
      return 0;
    }
  }

  @Command(
      name = "create-topics",
      mixinStandardHelpOptions = true,
      description =
          "Creates the topics that do not exist yet, with the settings our promises need.")
  static final class CreateTopics implements Callable<Integer> {
    @ParentCommand private @Nullable JobMain parent;

    @Option(
        names = "--partitions",
        defaultValue = "12",
        description =
            "Partitions of each topic; more than the largest parallelism, for they cannot"
                + " be added later. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
        names = "--replication",
        defaultValue = "3",
        description = "Replicas of each partition. Default: ${DEFAULT-VALUE}.")
    private short replication;

    @Override
    public Integer call() throws Exception {
      if (parent == null) {
        throw new IllegalStateException("picocli sets it before it calls");
      }
      Topics.createMissing(parent.settings(), partitions, replication, Duration.ofSeconds(20))
          .forEach(topic -> System.out.println("created " + topic));
      return 0;
    }
  }

  private Settings settings() {
    return Settings.load(config, System.getenv());
  }

  /** Parses the command line and runs it; a wrong setting is one sentence, not a stack trace. */
  public static void main(String[] args) {
    int exit = commandLine().execute(args);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new JobMain())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Job.class, name -> Job.valueOf(name.toUpperCase(Locale.ROOT)))
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              if (exception instanceof ConfigurationException) {
                command.getErr().println(exception.getMessage());
                return 2;
              }
              throw exception;
            });
  }
}
