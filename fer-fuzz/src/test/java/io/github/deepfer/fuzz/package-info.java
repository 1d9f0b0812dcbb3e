/** What strangers may send, changed by a fuzzer that sees which code it reaches. */
@NullMarked
package io.github.deepfer.fuzz;

import org.jspecify.annotations.NullMarked;
