package io.github.deepfer.api.internal;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.Provider;
import java.util.Optional;
import java.util.function.Function;

/**
 * What runs the models of one task, each its own file format.
 *
 * @param task what the models are called in messages
 * @param all the backends
 * @param format the format that a backend runs
 */
record Backends<B extends Provider>(String task, Providers<B> all, Function<B, String> format) {
  /** The best that can run here of those that run the model's format. */
  B of(Model model) {
    Providers<B> fitting = fitting(model);
    if (fitting.sound().isEmpty()) {
      throw new ProviderException(
          "nothing here runs "
              + task
              + " "
              + model.id()
              + " of format "
              + model.format()
              + "; add the backend that does, fer-onnx for onnx; backends found: "
              + all.describe());
    }
    return fitting.choose(Optional.empty());
  }

  /** Whether one of them can run the model's format. */
  Availability availability(Model model) {
    Availability answer =
        new Unavailable(
            "nothing here runs its format "
                + model.format()
                + "; add the backend that does, fer-onnx for onnx");
    for (B backend : fitting(model).sound()) {
      Availability availability = Providers.availabilityOf(backend);
      if (!(availability instanceof Unavailable unavailable)) {
        return availability;
      }
      answer =
          new Unavailable("its backend " + backend.id() + " cannot run: " + unavailable.reason());
    }
    return answer;
  }

  private Providers<B> fitting(Model model) {
    return all.matching(backend -> model.format().equals(format.apply(backend)));
  }
}
