/** How well face detectors find labelled faces. */
@NullMarked
package io.github.deepfer.benchmarks.detectors;

import org.jspecify.annotations.NullMarked;
