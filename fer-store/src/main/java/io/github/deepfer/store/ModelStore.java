package io.github.deepfer.store;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.support.ModelCache;
import io.github.deepfer.api.support.PrivateDirectory;
import io.github.deepfer.api.support.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches published model files into a directory and proves that they are the right ones. A file
 * appears there complete and with the pinned hash, or not at all. Thread-safe; any number of
 * threads and processes may share a directory.
 */
public final class ModelStore {
  private static final int MAX_TRIES = 2;
  private static final Duration MIN_LIMIT = Duration.ofMinutes(10);
  private static final int MIN_BYTES_PER_SECOND = 16 << 10;

  private final Path directory;
  private final @Nullable URI mirror;
  private final boolean offline;
  private final Duration timeout;
  private final @Nullable Duration limit;
  private final HttpClient client;

  private ModelStore(Builder builder, HttpClient client) {
    directory = builder.directory.toAbsolutePath().normalize();
    mirror = builder.mirror;
    offline = builder.offline;
    timeout = builder.timeout;
    limit = builder.limit;
    this.client = client;
  }

  /**
   * Starts with the user's cache, the publishers' addresses and a timeout of 30 seconds.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** What a store uses. Not thread-safe. */
  public static final class Builder {
    private Path directory = ModelCache.directory();
    private @Nullable URI mirror;
    private boolean offline;
    private Duration timeout = Duration.ofSeconds(30);
    private @Nullable Duration limit;

    private Builder() {}

    /**
     * Keeps the files elsewhere. Backends look only in {@link ModelCache#directory()}.
     *
     * @param place made when the first file comes
     * @return this builder
     */
    public Builder directory(Path place) {
      directory = Objects.requireNonNull(place, "place");
      return this;
    }

    /**
     * Fetches each file from this address and its name, instead of from its publisher.
     *
     * @param base an http or https address, to which {@code /} and {@link KnownModel#file()} are
     *     added
     * @return this builder
     * @throws IllegalArgumentException if it is no such address
     */
    public Builder mirror(URI base) {
      KnownModel.checkHttp(base);
      mirror = base;
      return this;
    }

    /**
     * Forbids every connection: what the directory lacks is an error.
     *
     * @param forbid false unless set
     * @return this builder
     */
    public Builder offline(boolean forbid) {
      offline = forbid;
      return this;
    }

    /**
     * Sets how long a server may take to connect, to answer, and between two parts of its answer.
     *
     * @param silence more than nothing
     * @return this builder
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder timeout(Duration silence) {
      if (silence.isZero() || silence.isNegative()) {
        throw new IllegalArgumentException("the timeout must be above 0, got " + silence);
      }
      timeout = silence;
      return this;
    }

    /**
     * Sets how long a whole transfer may take. A server that sends a byte now and then would
     * otherwise hold it, and all who wait for the same file, for years.
     *
     * @param whole more than nothing; if not called, ten minutes, or longer for large files: as
     *     long as they take at 16 KiB a second
     * @return this builder
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder limit(Duration whole) {
      if (whole.isZero() || whole.isNegative()) {
        throw new IllegalArgumentException("the limit must be above 0, got " + whole);
      }
      limit = whole;
      return this;
    }

    /**
     * Makes the store. Nothing is read, written or connected to.
     *
     * @return the store
     */
    public ModelStore build() {
      return build(client());
    }

    HttpClient.Builder newClient() {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          // Never from https to http.
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(timeout);
    }

    private HttpClient client() {
      return newClient().build();
    }

    ModelStore build(HttpClient client) {
      return new ModelStore(this, client);
    }
  }

  /**
   * Where the files are.
   *
   * @return an absolute path, which need not exist
   */
  public Path directory() {
    return directory;
  }

  /**
   * Looks for a model's file, without reading it.
   *
   * @param model the model
   * @return the file, if there is one
   */
  public Optional<Path> find(KnownModel model) {
    return Optional.of(file(model)).filter(Files::isRegularFile);
  }

  /**
   * Reads and hashes a model's file.
   *
   * @param model the model
   * @return whether it is the published one
   */
  public Verification verify(KnownModel model) {
    Path file = file(model);
    if (Files.notExists(file)) {
      return new Verification(model, file, Verification.Status.ABSENT, "not fetched");
    }
    try {
      // The size tells most wrong files without reading gigabytes.
      long size = Files.size(file);
      if (size != model.size()) {
        return damaged(model, "has " + size + " bytes instead of " + model.size());
      }
      String sha256 = Sha256.of(file);
      return sha256.equals(model.sha256())
          ? new Verification(model, file, Verification.Status.SOUND, "SHA-256 " + sha256)
          : damaged(model, "its SHA-256 is " + sha256 + " instead of " + model.sha256());
    } catch (IOException e) {
      return damaged(model, "cannot be read: " + reason(e));
    }
  }

  private Verification damaged(KnownModel model, String detail) {
    return new Verification(model, file(model), Verification.Status.DAMAGED, detail);
  }

  /**
   * Makes sure that a model's file is there and sound, fetching it if it is not. A transfer that
   * broke off, in this call or an earlier one, goes on where it ended if the server can do that.
   * While another thread or process fetches the same file, this call waits and then uses that one.
   *
   * @param model the model
   * @param progress is told the bytes that have come of {@link KnownModel#size()}; not called if
   *     the file is there
   * @return the verified file
   * @throws ModelException if it cannot be fetched or written, is another one than was published,
   *     or is absent in an offline store; also if the thread is interrupted, which stays so
   */
  public Path pull(KnownModel model, LongConsumer progress) {
    Objects.requireNonNull(progress, "progress");
    Verification cached = verify(model);
    if (cached.status() == Verification.Status.SOUND) {
      return cached.file();
    }
    if (offline) {
      throw new ModelException(
          "model "
              + model.id()
              + " is not to be had offline: "
              + cached.file()
              + " "
              + (cached.status() == Verification.Status.ABSENT ? "does not exist" : cached.detail())
              + "; fetch it online, or copy the file there");
    }
    createDirectory();
    try {
      CacheLock.holding(
          directory.resolve(model.file() + ".lock"), () -> fetchUnlessThere(model, progress));
      return file(model);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("model " + model.id() + ": fetching was interrupted", e);
    } catch (OverlappingFileLockException e) {
      throw new ModelException(
          "model "
              + model.id()
              + " is being fetched by a copy of this library in another class loader; try again",
          e);
    } catch (IOException e) {
      throw new ModelException(
          "model "
              + model.id()
              + " cannot be stored: "
              + reason(e)
              + "; it takes "
              + model.size()
              + " bytes in "
              + directory
              + ", or in the directory that -D"
              + ModelCache.PROPERTY
              + " or "
              + ModelCache.VARIABLE
              + " names",
          e);
    }
  }

  private void createDirectory() {
    try {
      PrivateDirectory.create(directory);
    } catch (IOException e) {
      throw new ModelException(
          "the model directory "
              + directory
              + " cannot be made: "
              + reason(e)
              + "; name one that can be written with -D"
              + ModelCache.PROPERTY
              + " or "
              + ModelCache.VARIABLE,
          e);
    }
  }

  private void fetchUnlessThere(KnownModel model, LongConsumer progress)
      throws IOException, InterruptedException {
    // Another may have fetched it while this one waited for the lock.
    if (verify(model).status() != Verification.Status.SOUND) {
      fetch(model, progress);
    }
  }

  private void fetch(KnownModel model, LongConsumer progress)
      throws IOException, InterruptedException {
    Path part = directory.resolve(model.file() + ".part");
    // What an earlier version of the catalogue left cannot be the start of this one.
    if (!Files.isSymbolicLink(part) && Files.exists(part) && Files.size(part) > model.size()) {
      Files.delete(part);
    }
    boolean mayBeMixed = Files.exists(part);
    for (int tries = 1; ; tries++) {
      Download download =
          new Download(client, model, url(model), part, timeout, limit(model), progress);
      download.run();
      String sha256 = Sha256.of(part);
      if (sha256.equals(model.sha256())) {
        Files.move(part, file(model), StandardCopyOption.ATOMIC_MOVE);
        return;
      }
      Files.delete(part);
      // Parts of two files make neither; one of them may be the right one.
      if (tries == MAX_TRIES || !(mayBeMixed || download.resumed())) {
        throw refused(model, sha256);
      }
      mayBeMixed = false;
    }
  }

  private Duration limit(KnownModel model) {
    Duration slow = Duration.ofSeconds(model.size() / MIN_BYTES_PER_SECOND);
    return limit != null ? limit : MIN_LIMIT.compareTo(slow) > 0 ? MIN_LIMIT : slow;
  }

  private ModelException refused(KnownModel model, String sha256) {
    return new ModelException(
        "model "
            + model.id()
            + " was refused: "
            + url(model)
            + " sent a file with SHA-256 "
            + sha256
            + ", published was "
            + model.sha256()
            + "; name a mirror that has that one");
  }

  private URI url(KnownModel model) {
    return mirror == null
        ? model.url()
        : URI.create(mirror.toString().replaceFirst("/*$", "/") + model.file());
  }

  private Path file(KnownModel model) {
    return directory.resolve(model.file());
  }

  /** A file system exception's own message is often just the file's name. */
  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be accessed";
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getClass().getSimpleName().replace("Exception", "") + " " + file.getFile();
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
