using AgentFunctions.Core.Expressions.Checking;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Checks texts with expressions.</summary>
internal static class TemplateCheck
{
    public static void Text(string text, string path, IReadOnlyDictionary<string, ValueShape> environment, Findings findings)
    {
        var (template, error) = TextTemplate.Parse(text);
        if (template is null) findings.Add(path, error!.ToString());
        else Expressions(template, path, environment, findings);
    }

    public static void Expressions(TextTemplate template, string path, IReadOnlyDictionary<string, ValueShape> environment, Findings findings)
    {
        foreach (var expression in template.Expressions)
        {
            foreach (var error in ExpressionChecker.Check(expression, environment).Errors) findings.Add(path, error.ToString());
        }
    }
}
