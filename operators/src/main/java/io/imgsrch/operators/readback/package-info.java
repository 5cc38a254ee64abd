/** Topics, held to what the state of their one writer says. */
@NullMarked
package io.imgsrch.operators.readback;

import org.jspecify.annotations.NullMarked;
