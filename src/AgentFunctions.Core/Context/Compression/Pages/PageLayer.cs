using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression.Pages;

/// <summary>A web page as its text: no markup, scripts, navigation, forms, nor lines that are nothing but links. Headings, lists and tables stay recognisable.</summary>
internal sealed class PageLayer : ITextLayer
{
    public string Reason => DropReasons.Boilerplate;

    public string Says => "page without markup and navigation";

    public string? Apply(ResultText result, IReadOnlyCollection<string>? usedFields) => new PageText(result.Text).Read();
}
