package io.github.deepfer.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.awt.BufferedImages;
import io.github.deepfer.models.face.FaceModelProvider;
import io.github.deepfer.models.lite.LiteModelProvider;
import io.github.deepfer.onnx.detect.OnnxDetectorBackend;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.slf4j.Logger;

/** Processes of Java with one class, the starter's jars and nothing else on the class path. */
public final class Starter {
  /** One of each jar that the starter brings and a start needs. */
  private static final List<Class<?>> STARTER =
      List.of(
          Pipeline.class,
          OnnxDetectorBackend.class,
          BufferedImages.class,
          FaceModelProvider.class,
          LiteModelProvider.class,
          Logger.class,
          OrtEnvironment.class);

  private Starter() {}

  /**
   * Puts a class into a jar, since archives of classes take no folders, and makes the command line
   * that runs it.
   *
   * @param folder where the jar goes
   * @param main a class that needs no other of these benchmarks
   * @param options of the virtual machine
   * @param arguments of the program
   * @return the command line
   */
  public static List<String> command(
      Path folder, Class<?> main, List<String> options, String... arguments)
      throws IOException, URISyntaxException {
    Path jar = folder.resolve(main.getSimpleName() + ".jar");
    if (!Files.exists(jar)) {
      // An archive of classes is of no use to a jar that was written anew.
      writeJar(jar, main);
    }
    List<String> jars = new ArrayList<>();
    jars.add(jar.toString());
    for (Class<?> each : STARTER) {
      jars.add(
          Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, jars), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void writeJar(Path jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream source = Starter.class.getResourceAsStream('/' + name)) {
      out.putNextEntry(new JarEntry(name));
      Objects.requireNonNull(source, name).transferTo(out);
      out.closeEntry();
    }
  }

  /**
   * Runs a process to its end.
   *
   * @param command a command line, of which only errors are printed
   * @return milliseconds by the clock on the wall
   */
  public static double millis(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed; see its output above");
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
