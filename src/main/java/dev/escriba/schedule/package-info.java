/** Schedule: jobs that run at intervals, on threads of the container. It calls only {@code settings}. */
package dev.escriba.schedule;
