/** What a store has to do so that it can be built again while it serves. */
@NullMarked
package io.imgsrch.sinks.rebuild;

import org.jspecify.annotations.NullMarked;
