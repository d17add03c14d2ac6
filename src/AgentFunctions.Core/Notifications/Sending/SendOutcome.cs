namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>What an attempt to send came to.</summary>
public enum SendOutcome
{
    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>The receiver is out of reach or busy: try again, and let later events wait, since they would fare no better.</summary>
    Unavailable,

    /// <summary>The receiver refused this message: try again, but let later events pass.</summary>
    Refused,

    /// <summary>The receiver never wants it: do not try again.</summary>
    Gone,
}
