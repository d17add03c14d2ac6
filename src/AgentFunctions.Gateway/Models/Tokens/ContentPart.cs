namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>What a value inside messages or input is to the input's tokens.</summary>
internal enum ContentPart
{
    /// <summary>Said by somebody.</summary>
    Text,

    /// <summary>A role, type or id: one of a few words a provider writes in its own way.</summary>
    Label,

    /// <summary>A URL, or an image in place of one.</summary>
    Url,

    /// <summary>Encrypted, or a sound or document in base64: its text says nothing of its tokens.</summary>
    Opaque,

    /// <summary>Tools that an item brings along.</summary>
    Layout,

    /// <summary>Said by somebody; an object or a list there is written out as it is.</summary>
    Literal,

    /// <summary>Said by somebody, under a name that may be written into the prompt as well.</summary>
    Unknown,
}
