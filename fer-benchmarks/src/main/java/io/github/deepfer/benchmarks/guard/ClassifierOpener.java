package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.EmotionClassifier;

/** Where the guard gets what it measures. */
@FunctionalInterface
interface ClassifierOpener {
  EmotionClassifier open(String model, int threads);
}
