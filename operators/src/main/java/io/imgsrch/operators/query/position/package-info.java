/** Whether searches can reflect an event yet. */
@NullMarked
package io.imgsrch.operators.query.position;

import org.jspecify.annotations.NullMarked;
