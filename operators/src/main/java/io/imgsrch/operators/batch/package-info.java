/** Many keys of a queryable state read with one request to each subtask that holds some. */
@NullMarked
package io.imgsrch.operators.batch;

import org.jspecify.annotations.NullMarked;
