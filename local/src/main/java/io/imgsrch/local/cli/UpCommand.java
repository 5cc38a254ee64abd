package io.imgsrch.local.cli;

import io.imgsrch.local.server.Logs;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imgsrch up}: the platform, until Ctrl-C. */
@Command(
    name = "up",
    description = "Starts the platform on this machine and keeps it up until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch up --data ./data",
      "  imgsrch up --data ./data --api-port 8080 --milvus http://milvus.example.com:19530"
    })
final class UpCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var end = new OrderlyEnd();
        var data = options.dataDirectory()) {
      Logs.into(data.logs());
      try (var platform = options.start(data, out)) {
        out.println(Welcome.of(options.ports(), data));
        out.flush();
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        out.println("Ending …");
        out.flush();
      }
    }
    return ExitCode.OK;
  }
}
