/* An ALSA device with the faults and limits of real ones: for tests only. */
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <math.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct odd {
	snd_pcm_ioplug_t io;
	char fault[16];
	struct timespec start;
	snd_pcm_uframes_t moved;  /* frames handed over so far */
	int faults;
};

static snd_pcm_uframes_t elapsed(const struct odd *self)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	double seconds = now.tv_sec - self->start.tv_sec + (now.tv_nsec - self->start.tv_nsec) / 1e9;
	return seconds * self->io.rate;
}

static int odd_start(snd_pcm_ioplug_t *io)
{
	struct odd *self = io->private_data;
	clock_gettime(CLOCK_MONOTONIC, &self->start);
	return 0;
}

static int odd_stop(snd_pcm_ioplug_t *io)
{
	(void)io;
	return 0;
}

static int odd_prepare(snd_pcm_ioplug_t *io)
{
	struct odd *self = io->private_data;
	self->moved = 0;
	return 0;
}

static snd_pcm_sframes_t odd_pointer(snd_pcm_ioplug_t *io)
{
	struct odd *self = io->private_data;
	if (!strcmp(self->fault, "stall"))
		return 0;
	/* once, after a tenth of a second: what a busy machine does */
	if (!strcmp(self->fault, "xrun") && self->moved > io->rate / 10 && !self->faults++)
		return -EPIPE;
	snd_pcm_uframes_t now = elapsed(self);
	if (io->stream == SND_PCM_STREAM_PLAYBACK && now > self->moved)
		return self->moved ? -EPIPE : 0;
	return now % io->buffer_size;
}

static snd_pcm_sframes_t odd_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
				      snd_pcm_uframes_t offset, snd_pcm_uframes_t size)
{
	struct odd *self = io->private_data;
	if (!strcmp(self->fault, "gone") && self->moved > io->rate / 10)
		return -ENODEV;
	if (io->stream == SND_PCM_STREAM_CAPTURE)
		for (snd_pcm_uframes_t frame = 0; frame < size; frame++)
			for (unsigned channel = 0; channel < io->channels; channel++) {
				const snd_pcm_channel_area_t *area = &areas[channel];
				char *at = (char *)area->addr + (area->first + area->step * (offset + frame)) / 8;
				double time = (double)(self->moved + frame) / io->rate;
				short value = channel ? 0 : lrint(8000 * sin(2 * M_PI * 440 * time));
				memcpy(at, &value, sizeof value);
			}
	self->moved += size;
	return size;
}

static int odd_close(snd_pcm_ioplug_t *io)
{
	struct odd *self = io->private_data;
	close(io->poll_fd);
	free(self);
	return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
	.start = odd_start, .stop = odd_stop, .prepare = odd_prepare,
	.pointer = odd_pointer, .transfer = odd_transfer, .close = odd_close,
};

static int limit(struct odd *self, int what, unsigned value)
{
	return snd_pcm_ioplug_set_param_list(&self->io, what, 1, &value);
}

SND_PCM_PLUGIN_DEFINE_FUNC(clara_odd)
{
	snd_config_iterator_t i, next;
	long rate = 48000, channels = 2;
	const char *fault = "", *format = "S16_LE";
	(void)root;
	snd_config_for_each(i, next, conf) {
		snd_config_t *entry = snd_config_iterator_entry(i);
		const char *id;
		if (snd_config_get_id(entry, &id) < 0)
			continue;
		if (!strcmp(id, "rate"))
			snd_config_get_integer(entry, &rate);
		else if (!strcmp(id, "channels"))
			snd_config_get_integer(entry, &channels);
		else if (!strcmp(id, "fault"))
			snd_config_get_string(entry, &fault);
		else if (!strcmp(id, "format"))
			snd_config_get_string(entry, &format);
	}
	if (!strcmp(fault, "busy"))
		return -EBUSY;
	if (!strcmp(fault, "denied"))
		return -EACCES;
	struct odd *self = calloc(1, sizeof *self);
	if (!self)
		return -ENOMEM;
	strncpy(self->fault, fault, sizeof self->fault - 1);
	self->io.version = SND_PCM_IOPLUG_VERSION;
	self->io.name = "odd card";
	self->io.callback = &callbacks;
	self->io.private_data = self;
	self->io.poll_fd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
	self->io.poll_events = POLLIN;
	int error = snd_pcm_ioplug_create(&self->io, name, stream, mode);
	if (error < 0) {
		close(self->io.poll_fd);
		free(self);
		return error;
	}
	limit(self, SND_PCM_IOPLUG_HW_FORMAT, snd_pcm_format_value(format));
	limit(self, SND_PCM_IOPLUG_HW_RATE, rate);
	limit(self, SND_PCM_IOPLUG_HW_CHANNELS, channels);
	limit(self, SND_PCM_IOPLUG_HW_ACCESS, SND_PCM_ACCESS_RW_INTERLEAVED);
	snd_pcm_ioplug_set_param_minmax(&self->io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 65536);
	snd_pcm_ioplug_set_param_minmax(&self->io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 256, 1 << 20);
	*pcmp = self->io.pcm;
	return 0;
}

SND_PCM_PLUGIN_SYMBOL(clara_odd);
