/* AttachHelper: jcmd. Images of ours do not listen for it (--enable-monitoring=jcmd), so that all is refused. */
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

/* Before the listener starts: nothing to remove. */
void svm_attach_startup(const char *path) {
}

/* Closes what a listener had. */
void svm_attach_listener_cleanup(int listener, const char *path) {
  if (listener != -1) {
    close(listener);
  }
  if (path != NULL) {
    unlink(path);
  }
}

/* Whether the socket is there: never. */
int svm_attach_check_socket_file(const char *path) {
  return false;
}

/* Whether the file that asks for a listener is there: never. */
int svm_attach_is_init_trigger(const char *path) {
  return false;
}

/* Creates the listener: fails. */
int svm_attach_create_listener(const char *path) {
  return -1;
}

/* Waits for a request: there is no listener. */
int svm_attach_wait_for_request(int listener) {
  return -1;
}

/* Ends a wait. */
void svm_attach_shutdown_socket(int socket) {
  shutdown(socket, SHUT_RDWR);
}
