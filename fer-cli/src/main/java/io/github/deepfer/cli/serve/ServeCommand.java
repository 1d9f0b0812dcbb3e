package io.github.deepfer.cli.serve;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.DetectorChoice;
import io.github.deepfer.cli.support.VideoInput;
import io.github.deepfer.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fer serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves the web page and its interface for programs until Ctrl-C.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by Ctrl-C or SIGTERM, running requests finished",
      "1:the address cannot be used, or what was chosen cannot run here",
      "2:wrong usage"
    })
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private DetectorChoice detector = new DetectorChoice();
  @Mixin private ClassifierChoice classifier = new ClassifierChoice();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "The port, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen at (default: ${DEFAULT-VALUE}, this machine only). There is no"
              + " login: open it to a network only behind a proxy that has one.")
  private String host = "127.0.0.1";

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      defaultValue = "20",
      description = "The largest request in MiB (default: ${DEFAULT-VALUE}).")
  private int maxBody;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "50000000",
      description = "The largest picture in pixels (default: ${DEFAULT-VALUE}).")
  private long maxPixels;

  @Option(
      names = "--max-video",
      paramLabel = "MIB",
      defaultValue = "200",
      description = "The largest video in MiB (default: ${DEFAULT-VALUE}); 0 takes none.")
  private int maxVideo;

  @Option(
      names = "--max-video-time",
      paramLabel = "S",
      defaultValue = "600",
      description = "The longest video in seconds (default: ${DEFAULT-VALUE}).")
  private int maxVideoTime;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds a request may take (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(
      names = "--no-access-log",
      description = "Writes no line with time, address and path for each request.")
  private boolean noAccessLog;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description =
          "Lets pages of another site use the interface, such as http://localhost:3000; may be given"
              + " several times.")
  private List<String> origins = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    int workers = classifier.workers(Integer.MAX_VALUE);
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    classifier.applyTo(builder, workers);
    try (Pipeline pipeline = builder.build();
        WebServer server = configure(pipeline, workers).start()) {
      CountDownLatch stop = new CountDownLatch(1);
      Signals.onStop(stop::countDown);
      PrintWriter out = command.commandLine().getOut();
      out.println("DeepFER is at " + server.uri() + " (Ctrl-C stops it)");
      out.flush();
      stop.await();
    }
    return ExitCode.OK;
  }

  private WebServer.Builder configure(Pipeline pipeline, int workers) {
    try {
      WebServer.Builder server =
          WebServer.builder(pipeline)
              .host(host)
              .port(port)
              .workers(workers)
              .maxBodyBytes((long) maxBody << 20)
              .maxPixels(maxPixels)
              .timeout(Duration.ofSeconds(timeout))
              .accessLog(!noAccessLog);
      origins.forEach(server::allowOrigin);
      if (maxVideo != 0) {
        server
            .videos(VideoInput::ofStranger)
            .maxVideoBytes((long) maxVideo << 20)
            .maxVideoDuration(Duration.ofSeconds(maxVideoTime));
      }
      return server;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
