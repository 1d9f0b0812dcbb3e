package io.github.deepfer.api.internal;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A deployment: provider files in a folder that a context class loader of its own sees. */
public final class ServiceFiles {
  private final Path folder;

  public ServiceFiles(Path folder) {
    this.folder = folder;
  }

  /** Declares providers of this class path; {@code lines} are written as they are. */
  public ServiceFiles with(Class<?> service, String... lines) throws IOException {
    Path file = folder.resolve("META-INF/services").resolve(service.getName());
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
    return this;
  }

  public ServiceFiles with(Class<?> service, Class<?> provider) throws IOException {
    return with(service, provider.getName());
  }

  public <T> T call(Callable<T> body) throws Exception {
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ServiceFiles.class.getClassLoader())) {
      return callWith(loader, body);
    }
  }

  public static <T> T callWith(@Nullable ClassLoader context, Callable<T> body) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return body.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
