package io.github.deepfer.api.internal;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers of one kind, best first, and the ones that could not be created.
 *
 * @param kind what they provide
 * @param name what they are called in messages
 * @param sound those that could be created, by falling priority, then id
 * @param broken those that could not
 */
record Providers<P extends Provider>(
    ProviderKind kind, String name, List<P> sound, List<ProviderStatus> broken) {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  /** A class loader that fails in the same place for ever must not hang the caller. */
  private static final int MAX_FAILURES = 100;

  /** Sorts what was found; the lists are the registry's own. */
  static <P extends Provider> Providers<P> load(
      ProviderKind kind, Iterable<ServiceLoader<P>> services) {
    List<P> sound = new ArrayList<>();
    List<ProviderStatus> broken = new ArrayList<>();
    for (ServiceLoader<P> service : services) {
      Iterator<P> providers = service.iterator();
      for (int failures = 0; failures < MAX_FAILURES; ) {
        try {
          if (!providers.hasNext()) {
            break;
          }
          P provider = providers.next();
          if (sound.stream().noneMatch(known -> known.getClass() == provider.getClass())) {
            sound.add(checked(provider));
          }
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
          failures++;
          String reason = e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause());
          ProviderStatus status = new ProviderStatus(kind, "(broken)", 0, new Unavailable(reason));
          if (!broken.contains(status)) {
            LOG.warn("A {} provider is broken and left out: {}", kind, reason, e);
            broken.add(status);
          }
        }
      }
    }
    return sorted(kind, sound, broken);
  }

  private static <P extends Provider> Providers<P> sorted(
      ProviderKind kind, List<P> sound, List<ProviderStatus> broken) {
    List<P> bestFirst = new ArrayList<>(sound);
    bestFirst.sort(
        Comparator.<P>comparingInt(Provider::priority).reversed().thenComparing(Provider::id));
    return new Providers<>(kind, kind.label(), List.copyOf(bestFirst), List.copyOf(broken));
  }

  /** Fails here, where it is reported, and not later, where everything is sorted by these. */
  private static <P extends Provider> P checked(P provider) {
    try {
      Objects.requireNonNull(provider.id(), "its id is null");
      provider.priority();
      if (provider instanceof ModelProvider model) {
        Objects.requireNonNull(model.task(), "its task is null");
      }
      return provider;
    } catch (LinkageError | RuntimeException e) {
      throw new IllegalStateException(provider.getClass().getName() + " fails", e);
    }
  }

  /** Holds providers to their promise that this never throws. */
  static Availability availabilityOf(Provider provider) {
    try {
      return provider.availability();
    } catch (LinkageError | RuntimeException e) {
      return new Unavailable(provider.getClass().getName() + " fails: " + e);
    }
  }

  P choose(Optional<String> asked) {
    P chosen = asked.map(this::named).orElseGet(this::best);
    if (LOG.isDebugEnabled()) {
      LOG.debug("Chose {} {} of {}", name, chosen.id(), describe());
    }
    return chosen;
  }

  private P named(String id) {
    List<P> candidates = sound.stream().filter(candidate -> candidate.id().equals(id)).toList();
    if (candidates.isEmpty()) {
      throw new ProviderException(
          ("no " + name + " has the id " + id + "; ")
              + Artifacts.having(id).map(it -> "add " + it + ", or ").orElse("")
              + ("choose one of: " + describe()));
    }
    String reason = "";
    for (P candidate : candidates) {
      if (!(availabilityOf(candidate) instanceof Unavailable unavailable)) {
        return candidate;
      }
      reason = reason.isEmpty() ? unavailable.reason() : reason;
    }
    throw new ProviderException(name + " " + id + " cannot run here: " + reason);
  }

  private P best() {
    List<P> available = available();
    if (available.isEmpty()) {
      throw new ProviderException(
          "no " + name + " can run here; found: " + describe() + "; " + remedy());
    }
    P first = available.get(0);
    if (available.size() > 1 && available.get(1).priority() == first.priority()) {
      LOG.warn(
          "Several {} providers have priority {}; {} comes first by its id. Name one to be sure:"
              + " {}",
          name,
          first.priority(),
          first.id(),
          describe());
    }
    return first;
  }

  private String remedy() {
    // It comes with the default set, which is there then, and lacks nothing but this module.
    return sound.stream().anyMatch(provider -> provider.id().equals("imageio"))
        ? "use a Java with the module java.desktop, or add io.github.deepfer:fer-opencv"
        : "add io.github.deepfer:deepfer to the dependencies for the default set";
  }

  /** Those that can run here, best first. */
  List<P> available() {
    return sound.stream()
        .filter(provider -> availabilityOf(provider) instanceof Availability.Available)
        .toList();
  }

  /** The same ones under a closer description of their kind. */
  Providers<P> describedAs(String closer) {
    return new Providers<>(kind, name + closer, sound, broken);
  }

  Providers<P> matching(Predicate<P> condition) {
    return new Providers<>(kind, name, sound.stream().filter(condition).toList(), List.of());
  }

  /** Takes some of them for what they are; the broken ones may have been such, too. */
  <Q extends Provider> Providers<Q> select(
      ProviderKind as, Predicate<P> condition, Function<P, ? extends Q> wrapping) {
    List<Q> selected = new ArrayList<>();
    sound.stream().filter(condition).forEach(provider -> selected.add(wrapping.apply(provider)));
    return new Providers<>(as, as.label(), List.copyOf(selected), broken);
  }

  /** These and others of the same kind. */
  Providers<P> and(Providers<? extends P> others) {
    List<P> all = new ArrayList<>(sound);
    all.addAll(others.sound());
    List<ProviderStatus> allBroken = new ArrayList<>(others.broken());
    allBroken.addAll(broken);
    return sorted(kind, all, allBroken);
  }

  List<ProviderStatus> statuses() {
    List<ProviderStatus> all = new ArrayList<>(broken.size() + sound.size());
    for (P provider : sound) {
      all.add(
          new ProviderStatus(kind, provider.id(), provider.priority(), availabilityOf(provider)));
    }
    all.addAll(broken);
    return all;
  }

  String describe() {
    List<ProviderStatus> all = statuses();
    if (all.isEmpty()) {
      return "none";
    }
    return all.stream()
        .map(
            status ->
                status.availability() instanceof Unavailable unavailable
                    ? status.id() + " (" + unavailable.reason() + ")"
                    : status.id())
        .collect(Collectors.joining(", "));
  }
}
