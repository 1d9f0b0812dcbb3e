/** Other ways to do the same, timed side by side with the library. */
@NullMarked
package io.github.deepfer.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
