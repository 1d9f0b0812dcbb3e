package io.github.deepfer.api.support;

import io.github.deepfer.api.ProviderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps JavaCPP from running natives that another user of the machine put there. It unpacks to
 * {@code .javacpp/cache} in the home directory, or where that cannot be written, to a directory of
 * a known name in the temporary directory, and takes what lies there if size and time are right. A
 * home that is not known, "?" in containers, it would make in the current directory. Thread-safe.
 */
public final class JavaCppCache {
  private static final Logger LOG = LoggerFactory.getLogger(JavaCppCache.class);
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
  private static final String OTHER_PROPERTY = "org.bytedeco.javacpp.cacheDir";
  private static final String PREFIX = "deepfer-javacpp-";

  private static @Nullable Path temporary;

  private JavaCppCache() {}

  /**
   * Loads natives from JavaCPP's directory, or if another user can write to that, from a temporary
   * one. A directory that the system property {@value #PROPERTY} names is taken in any case, with a
   * warning.
   *
   * @param cacheDirectory {@code Loader::getCacheDir}, which settles on a directory for good
   * @param loading what unpacks and loads
   * @throws ProviderException if JavaCPP has settled before, where another user can write
   * @throws Exception if no directory can be written, or as the loading
   */
  public static void load(Callable<File> cacheDirectory, NativeLibraries.Loading loading)
      throws Exception {
    load(UserHome.directory(), cacheDirectory, loading);
  }

  static synchronized void load(
      Path home, Callable<File> cacheDirectory, NativeLibraries.Loading loading) throws Exception {
    if (System.getProperty(PROPERTY) != null || System.getProperty(OTHER_PROPERTY) != null) {
      Path named = cacheDirectory.call().toPath();
      if (!PrivateDirectory.isPrivate(named)) {
        LOG.warn(
            "Other users can write to {}, which -D{} names for native libraries; see"
                + " docs/errors.md#native-libraries",
            named,
            PROPERTY);
      }
      loading.load();
      return;
    }
    Path chosen = privateChoice(home);
    if (chosen != null) {
      settle(cacheDirectory, chosen);
      loading.load();
    } else {
      Path own = temporary();
      settle(cacheDirectory, own);
      loading.load();
      PrivateDirectory.deleteOnExit(own);
    }
  }

  /**
   * Looks at the first directory that JavaCPP could use.
   *
   * @return it without links, which others could lay elsewhere; null if they can write to it
   */
  private static @Nullable Path privateChoice(Path home) throws IOException {
    Path temp = Path.of(System.getProperty("java.io.tmpdir", ""));
    String user = System.getProperty("user.name");
    IOException failure =
        new IOException("neither the home directory " + home + " nor " + temp + " can be written");
    for (Path choice :
        List.of(home.resolve(".javacpp/cache"), temp.resolve(".javacpp-" + user + "/cache"))) {
      Path real;
      try {
        real = PrivateDirectory.create(choice).toRealPath();
      } catch (IOException e) {
        failure.addSuppressed(e);
        continue;
      }
      if (Files.isReadable(real) && Files.isWritable(real) && Files.isExecutable(real)) {
        if (PrivateDirectory.isPrivate(real)) {
          return real;
        }
        LOG.warn(
            "Other users can write to {}, so native libraries are unpacked anew at each start; see"
                + " docs/errors.md#native-libraries",
            choice);
        return null;
      }
    }
    throw failure;
  }

  private static Path temporary() throws IOException {
    Path own = temporary;
    if (own == null) {
      own = PrivateDirectory.createTemporary(PREFIX).toRealPath();
      temporary = own;
    }
    return own;
  }

  private static void settle(Callable<File> cacheDirectory, Path chosen) throws Exception {
    Path settled;
    System.setProperty(PROPERTY, chosen.toString());
    try {
      settled = cacheDirectory.call().toPath();
    } finally {
      System.clearProperty(PROPERTY);
    }
    if (!settled.equals(chosen) && !PrivateDirectory.isPrivate(settled)) {
      throw new ProviderException(
          "JavaCPP unpacks to "
              + settled
              + ", where other users of this machine can write, and has done so before DeepFER came"
              + " to load anything; name a directory of your own with -D"
              + PROPERTY);
    }
  }
}
