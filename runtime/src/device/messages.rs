//! What the validation layer and the drivers say, counted and kept.

use std::collections::VecDeque;
use std::ffi::{CStr, c_char, c_void};
use std::fmt;
use std::io::Write as _;
use std::sync::PoisonError;

use ash::vk;

use crate::shared::{AtomicU64, Mutex, MutexGuard, Ordering};
use crate::tracker::Uncounted;
use crate::{Error, Result};

/// Messages whose texts are kept; older ones are forgotten, not uncounted.
const KEPT: usize = 64;

/// A message that a fault of the layer itself causes, in correct programs too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerFault {
    /// The exact `pMessageIdName`, as in `VUID-vkCmdDraw-None-02699`.
    pub id: &'static str,
    /// What the message's text contains; empty for any.
    pub text: &'static str,
    /// The address of the report with the layer's maintainers.
    pub report: &'static str,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The `pMessageIdName`: the valid-usage rule, where there is one.
    pub id: String,
    /// The layer's text, with the debug names of the objects.
    pub text: String,
    /// Error or warning.
    pub severity: vk::DebugUtilsMessageSeverityFlagsEXT,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}: {}", self.severity, self.id, self.text)
    }
}

/// Some messages, one a line when displayed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageTexts(pub Vec<Message>);

impl fmt::Display for MessageTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|message| writeln!(f, "{message}"))
    }
}

/// Where an instance's messages are counted. It outlives the instance in the hands of who reads it, so that
/// what destruction caused is seen too.
#[derive(Debug)]
pub struct Messages {
    validation: AtomicU64,
    general: AtomicU64,
    layer_faults: AtomicU64,
    recent: Mutex<VecDeque<Message>>,
    known_faults: Vec<LayerFault>,
    log: bool,
}

impl Messages {
    pub(super) fn new(known_faults: &[LayerFault], log: bool) -> Self {
        Self {
            validation: AtomicU64::new(0),
            general: AtomicU64::new(0),
            layer_faults: AtomicU64::new(0),
            recent: Mutex::new(VecDeque::with_capacity(KEPT)),
            known_faults: known_faults.to_vec(),
            log,
        }
    }

    /// Errors and warnings of the validation layer, its known faults left out.
    #[must_use]
    pub fn validation(&self) -> u64 {
        self.validation.load(Ordering::Relaxed)
    }

    /// Errors and warnings of the loader and the drivers about anything but valid usage.
    #[must_use]
    pub fn general(&self) -> u64 {
        self.general.load(Ordering::Relaxed)
    }

    /// Messages that were recognised as a known fault of the layer.
    #[must_use]
    pub fn layer_faults(&self) -> u64 {
        self.layer_faults.load(Ordering::Relaxed)
    }

    /// The most recent messages that were counted as [`Self::validation`] or [`Self::general`], oldest
    /// first, at most 64.
    #[must_use]
    pub fn recent(&self) -> MessageTexts {
        MessageTexts(self.lock().iter().cloned().collect())
    }

    /// Fails if the validation layer has objected to anything.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] with the most recent texts.
    pub fn verify(&self) -> Result<()> {
        match self.validation() {
            0 => Ok(()),
            count => Err(Error::Validation { count, texts: self.recent() }),
        }
    }

    /// What `vkCreateDebugUtilsMessengerEXT` and `vkCreateInstance` take. `self` must stay where it is for
    /// as long as the messenger or instance exists.
    pub(super) fn create_info(&self) -> vk::DebugUtilsMessengerCreateInfoEXT<'_> {
        use vk::{
            DebugUtilsMessageSeverityFlagsEXT as Severity, DebugUtilsMessageTypeFlagsEXT as Type,
        };
        vk::DebugUtilsMessengerCreateInfoEXT::default()
            .message_severity(Severity::WARNING | Severity::ERROR)
            // Advice about speed is left out: it judges one command, where layouts are chosen over the frame.
            .message_type(Type::GENERAL | Type::VALIDATION)
            .pfn_user_callback(Some(receive))
            .user_data(std::ptr::from_ref(self).cast_mut().cast())
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Message>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, kind: vk::DebugUtilsMessageTypeFlagsEXT, message: Message) {
        if self.is_layer_fault(&message) {
            self.layer_faults.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let general = kind == vk::DebugUtilsMessageTypeFlagsEXT::GENERAL;
        let count = if general { &self.general } else { &self.validation };
        count.fetch_add(1, Ordering::Relaxed);
        if self.log {
            // A closed stderr must not end the program, least of all inside a driver's call.
            let _ = writeln!(std::io::stderr(), "vulkan {message}");
        }
        let mut recent = self.lock();
        if recent.len() == KEPT {
            recent.pop_front();
        }
        recent.push_back(message);
    }

    fn is_layer_fault(&self, message: &Message) -> bool {
        self.known_faults
            .iter()
            .any(|fault| fault.id == message.id && message.text.contains(fault.text))
    }
}

/// # Safety
///
/// `text` is null or a string that ends in a nul.
unsafe fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

unsafe extern "system" fn receive(
    severity: vk::DebugUtilsMessageSeverityFlagsEXT,
    kind: vk::DebugUtilsMessageTypeFlagsEXT,
    data: *const vk::DebugUtilsMessengerCallbackDataEXT<'_>,
    user_data: *mut c_void,
) -> vk::Bool32 {
    // The texts are heap blocks of the diagnosis, not of the frame that is being diagnosed.
    let _uncounted = Uncounted::enter();
    // SAFETY: Vulkan passes valid data; `Messages::create_info` put its own address into the user data and
    // the instance keeps it alive.
    let found = unsafe { (data.as_ref(), user_data.cast::<Messages>().as_ref()) };
    if let (Some(data), Some(messages)) = found {
        // SAFETY: both are null or strings by VkDebugUtilsMessengerCallbackDataEXT's valid usage.
        let (id, text) = unsafe { (owned(data.p_message_id_name), owned(data.p_message)) };
        messages.take(kind, Message { id, text, severity });
    }
    vk::FALSE
}

#[cfg(all(test, loom))]
mod loom_tests {
    use std::sync::Arc;

    use super::*;

    /// Two threads of a driver's and one that reads: nothing is lost, and what is read is whole.
    #[test]
    fn messages_from_several_threads_are_all_there() {
        loom::model(|| {
            let messages = Arc::new(Messages::new(&[], false));
            let threads = ["a", "b"].map(|text| {
                let messages = messages.clone();
                loom::thread::spawn(move || {
                    let message = Message {
                        id: "id".to_owned(),
                        text: text.to_owned(),
                        severity: vk::DebugUtilsMessageSeverityFlagsEXT::ERROR,
                    };
                    messages.take(vk::DebugUtilsMessageTypeFlagsEXT::VALIDATION, message);
                })
            });
            let (before, texts) = (messages.validation(), messages.recent().0.len() as u64);
            assert!(before <= 2 && texts <= 2);
            for thread in threads {
                assert!(thread.join().is_ok());
            }
            assert_eq!(messages.validation(), 2);
            let mut texts: Vec<_> = messages.recent().0.into_iter().map(|m| m.text).collect();
            texts.sort();
            assert_eq!(texts, ["a", "b"]);
            assert!(messages.verify().is_err());
        });
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    const VALIDATION: vk::DebugUtilsMessageTypeFlagsEXT =
        vk::DebugUtilsMessageTypeFlagsEXT::VALIDATION;

    fn message(id: &str, text: &str) -> Message {
        Message {
            id: id.to_owned(),
            text: text.to_owned(),
            severity: vk::DebugUtilsMessageSeverityFlagsEXT::ERROR,
        }
    }

    #[test]
    fn a_known_fault_is_counted_apart_and_only_by_its_exact_id() {
        let fault =
            LayerFault { id: "VUID-a-1", text: "of image", report: "https://example.org/1" };
        let messages = Messages::new(&[fault], false);
        messages.take(VALIDATION, message("VUID-a-1", "layout of image 7"));
        assert!(messages.verify().is_ok());
        messages.take(VALIDATION, message("VUID-a-1", "layout of buffer 7"));
        messages.take(VALIDATION, message("VUID-a-10", "layout of image 7"));
        messages.take(vk::DebugUtilsMessageTypeFlagsEXT::GENERAL, message("Loader", "odd file"));
        assert_eq!((messages.layer_faults(), messages.validation(), messages.general()), (1, 2, 1));
        assert!(messages.verify().is_err());
    }

    #[test]
    fn the_most_recent_texts_are_kept() {
        let messages = Messages::new(&[], false);
        for number in 0..KEPT + 3 {
            messages.take(VALIDATION, message("id", &number.to_string()));
        }
        let kept = messages.recent().0;
        assert_eq!(kept.len(), KEPT);
        assert_eq!(kept.first().map(|message| message.text.as_str()), Some("3"));
        assert_eq!(messages.validation(), KEPT as u64 + 3);
    }
}
