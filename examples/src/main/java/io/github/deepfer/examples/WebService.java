package io.github.deepfer.examples;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.web.WebServer;
import java.io.IOException;

/** Serves the page and its HTTP interface from within your program. */
class WebService {
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    try (Pipeline pipeline = Pipeline.create();
        WebServer server = WebServer.builder(pipeline).port(port).start()) {
      System.out.println("POST a picture to " + server.uri() + "api/analyze");
      server.join();
    }
  }
}
