namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>What a top-level member of a request is to its input.</summary>
internal enum RequestMember
{
    /// <summary>A setting, or something unknown: may be written into the prompt.</summary>
    Other,

    /// <summary>Messages, input, instructions.</summary>
    Content,

    /// <summary>Tools and the format asked for.</summary>
    Layout,

    /// <summary>Never part of a prompt.</summary>
    Unused,
}
