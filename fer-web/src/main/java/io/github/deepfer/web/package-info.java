/** An embeddable server: the web page, the HTTP interface, the live WebSocket. */
@NullMarked
package io.github.deepfer.web;

import org.jspecify.annotations.NullMarked;
