/** Fails the build when the library becomes slow or wasteful, judged by ratios within one run. */
@NullMarked
package io.github.deepfer.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
